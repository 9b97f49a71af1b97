"""Why a package cannot be taken, in words for the editor."""

from __future__ import annotations

from lms.core.errors import InvalidInput
from lms.core.i18n import N_


class PackageRefused(InvalidInput):
    """The package as a whole cannot be taken."""


class NotAPackage(PackageRefused):
    template = N_("This is not a .zip file that can be read.")


class PackageTooLarge(PackageRefused):
    template = N_("The package is larger than %(megabytes)d MB.")


class UnpacksTooLarge(PackageRefused):
    template = N_("Unpacked, the package would be larger than %(megabytes)d MB.")


class TooManyFiles(PackageRefused):
    template = N_("The package has more than %(most)d files.")


class BadName(PackageRefused):
    template = N_("The package has a file whose name leads out of it or cannot be used: “%(file)s”.")


class SameName(PackageRefused):
    template = N_("The package has two files of the same name: “%(file)s”.")


class HasLink(PackageRefused):
    template = N_("The package has a link in place of a file: “%(file)s”.")


class IsLocked(PackageRefused):
    template = N_("The package is locked by a password.")


class NoManifest(PackageRefused):
    template = N_("The package has no imsmanifest.xml at its top. Please export it as SCORM 1.2 or SCORM 2004.")


class BadManifest(PackageRefused):
    template = N_("The package's imsmanifest.xml cannot be read.")


class ManifestDeclares(PackageRefused):
    template = N_("The package's imsmanifest.xml declares a document type or entities, which is not allowed.")


class UnknownStandard(PackageRefused):
    template = N_("The package is neither SCORM 1.2 nor SCORM 2004.")


class NothingToLaunch(PackageRefused):
    template = N_("The package has no part that can be started and reports how it went.")


class TooManyParts(PackageRefused):
    template = N_("The package has more than %(most)d parts to open.")


class FixesOrder(PackageRefused):
    template = N_(
        "The package wants its parts taken in an order that it sets (%(element)s), which is not kept here. "
        "Please export it without, or each part as a package of its own."
    )


class RulesDecide(PackageRefused):
    template = N_(
        "The package has rules of its own for what comes next or what counts as complete (%(element)s), which are not "
        "kept here. Please export it without, or each part as a package of its own."
    )


class LimitsAttempts(PackageRefused):
    template = N_(
        "The package limits how often a part may be opened (%(element)s), which is not kept here. "
        "Please export it without, or each part as a package of its own."
    )


class DrawsParts(PackageRefused):
    template = N_(
        "The package draws its parts or their order by chance (%(element)s), which is not done here. "
        "Please export it without, or each part as a package of its own."
    )


class SharesResults(PackageRefused):
    template = N_(
        "The package's parts hand results to one another (%(element)s), which is not done here. "
        "Please export it without, or all of it as one part."
    )


class LaunchMissing(PackageRefused):
    template = N_("The package starts with “%(file)s”, which is not among its files.")


class CallsOutside(PackageRefused):
    template = N_("The file “%(file)s” loads something from %(host)s. A package must bring all that it needs.")

"""Architecture tests walk a laid-out site."""

from tests.support.site import laid_databases, laid_site

__all__ = ["laid_databases", "laid_site"]

"""Every module that hears events or registers jobs, imported for that side effect.

An event gets its deliveries when it is published, so each process must know all who listen, whichever room it works
in. A test finds modules that are missing here.
"""

import lms.catalog.authoring.imports.jobs
import lms.catalog.packages.jobs
import lms.catalog.search.indexing
import lms.core.blob_sweep
import lms.core.jobs.housekeeping
import lms.core.outbox_dispatch
import lms.interop.jobs
import lms.learning.operations.completion
import lms.learning.required.jobs
import lms.learning.required.news
import lms.learning.viewings.recorders
import lms.learning.viewings.waiting
import lms.learning.withdrawals
import lms.notices.letters.jobs
import lms.notices.subscriptions
import lms.people.accounts.jobs
import lms.people.roster.jobs
import lms.planning.annual.jobs
import lms.records.checks.jobs
import lms.records.diary.waiting
import lms.records.erasures.replaying
import lms.records.log.jobs
import lms.records.log.restored
import lms.records.recorders
import lms.records.subjects
import lms.records.unit.jobs
import lms.records.workbooks.jobs
import lms.records.workbooks.recorders
import lms.reports.jobs
import lms.study_sessions.jobs
import lms.study_sessions.operations.news
import lms.study_sessions.planned  # noqa: F401  # And all above: they are imported for what they register.

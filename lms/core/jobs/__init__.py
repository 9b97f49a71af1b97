"""Work that takes longer than a page may: registered by name, asked for or scheduled, run by the worker.

@job("reports.completion", title=N_("Completion report"), permission=Permission.EXPORT_REPORTS)
def write_report(context: JobContext) -> None:
    context.progress(0, 35, N_("Counting"))
    context.keep_result(data, XLSX, "report.xlsx")

with transaction() as session:
    run = enqueue(session, "reports.completion", {"as_at": "2026-06-30"}, actor=actor, now=now)
return see("jobs.run", run_id=run.public_id)
"""

from lms.core.jobs.context import JobContext
from lms.core.jobs.models import JobRun, JobState
from lms.core.jobs.operations import enqueue
from lms.core.jobs.registry import job
from lms.core.jobs.running import run_pending

__all__ = ["JobContext", "JobRun", "JobState", "enqueue", "job", "run_pending"]

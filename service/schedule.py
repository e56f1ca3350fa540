"""`baocao run`: the schedule and the page, until it is told to stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from domain.errors import BaocaoError, RunnerBusyError, RunStoppedError
from domain.period import VIETNAM
from service.assembly import Service
from service.page_server import serve_until_stopped

#: How long the round that sends letters waits for one that is still collecting.
PATIENCE_SECONDS = 900

log = logging.getLogger(__name__)


def timetable(service: Service) -> BackgroundScheduler:
    """Return a scheduler, not started yet, that collects and processes every few minutes and reminds at its hours.

    A round that is missed or still at work when its time comes is not made up for: the next one does its work.
    """
    settings = service.config.schedule
    scheduler = BackgroundScheduler(
        timezone=VIETNAM, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 60}
    )
    every = IntervalTrigger(minutes=settings.collect_minutes, timezone=VIETNAM)
    first = datetime.now(VIETNAM)
    scheduler.add_job(run_round, every, args=(service,), kwargs={"letters": False}, id="collect", next_run_time=first)
    for at in settings.remind_at:
        daily = CronTrigger(hour=at.hour, minute=at.minute, second=at.second, timezone=VIETNAM)
        scheduler.add_job(
            run_round, daily, args=(service,), kwargs={"letters": True}, id=f"remind-{at}", misfire_grace_time=3600
        )
    return scheduler


def run_round(service: Service, *, letters: bool) -> None:
    """One round by the clock: whatever breaks it is logged, and the next one tries again.

    A round with letters waits for the one at work: there may be none other that day.
    """
    try:
        report = service.round(letters=letters, patience=PATIENCE_SECONDS if letters else 0)
    except (RunnerBusyError, RunStoppedError) as reason:
        log.info("round left out: %s", reason)
    except BaocaoError as error:
        log.error("round ended early: %s", error)  # noqa: TRY400  expected trouble, a traceback would say no more
    except Exception:
        log.exception("round ended by a defect")
    else:
        log.info("round: %d new, %d processed, %d letters sent", report.kept, report.handled, report.sent)


def serve(service: Service, app: Callable[..., Any], *, host: str, port: int) -> None:
    """Run schedule and page until SIGTERM or SIGINT; the round at work ends before its next mail or letter."""
    scheduler = timetable(service)
    scheduler.start()
    try:
        serve_until_stopped(app, host=host, port=port)
    finally:
        service.runner.stop()
        scheduler.shutdown(wait=True)
        service.close()

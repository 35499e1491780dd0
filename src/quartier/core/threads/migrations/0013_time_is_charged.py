"""Time worked is kept with what is charged for; requests can be charged by effort."""

from django.db import migrations, models

MOVE = """
INSERT INTO charges_timeentry
       (party_id, subject, project, worked_on, minutes, what, is_charged, rate, raised_minutes, booked_by, booked_at)
SELECT t.party_id, 'threads.thread:' || t.id, '', e.worked_on, e.minutes, e.what, false, NULL, 0, e.booked_by, e.booked_at
  FROM threads_timeentry e JOIN threads_thread t ON t.id = e.thread_id
"""


class Migration(migrations.Migration):
    """Rows of before move; nothing of them was billed, and no rate was told."""

    dependencies = [("threads", "0012_fee"), ("charges", "0002_time_and_fees")]

    operations = [
        migrations.AddField("category", "by_effort", models.BooleanField(default=False)),
        migrations.AddField(
            "thread", "rate", models.DecimalField(blank=True, decimal_places=2, max_digits=8, null=True)
        ),
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.DeleteModel("TimeEntry"),
    ]

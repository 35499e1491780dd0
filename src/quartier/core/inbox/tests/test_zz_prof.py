import time, cProfile, pstats
from quartier.core.inbox.tests.test_sending import *
def test_prof(committed_db):
    script = Script()
    with smtp_server(script) as way, schema_context("alpha"):
        ids=[services.post(actor=SYSTEM, at=AT, mail=Reading(), to=f"p{n}@lindqvist.example").pk for n in range(40)]
        pr=cProfile.Profile(); t=time.monotonic(); pr.enable()
        for i in ids: deliver(at=AT, mail_id=i, transport=way)
        pr.disable(); print("per mail ms", (time.monotonic()-t)/40*1000)
        pstats.Stats(pr).sort_stats("tottime").print_stats(14)

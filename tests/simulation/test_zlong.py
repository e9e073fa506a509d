import sys; sys.path.insert(0,"/work/main")
from tests.simulation.events import play
from tests.simulation.history import open_history
from tests.simulation.invariants import *
import os,time,pytest
@pytest.mark.parametrize("seed", [int(x) for x in os.environ.get("SEEDS","1").split(",")])
def test_play_a_history_once(writer, seed):
    t=time.time()
    memory=Memory()
    h = open_history(writer, seed, lambda h, done: after_each(h, done, memory))
    print("open", time.time()-t); t=time.time()
    try:
        play(h, int(os.environ.get("DAYS","15")), lambda h: after_the_day(h, memory))
    except AssertionError:
        for q in os.environ.get("Q","").split(";"):
            if q:
                for r in h.rows(q): print(r)
        raise
    finally:
        print("\n".join(h.told[-6:])); print(len(h.told), "ops", time.time()-t)

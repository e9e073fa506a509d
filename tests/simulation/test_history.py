from tests.simulation.events import play
from tests.simulation.history import open_history
import os,time,pytest
@pytest.mark.parametrize("seed", [int(x) for x in os.environ.get("SEEDS","1").split(",")])
def test_play_a_history_once(writer, seed):
    t=time.time()
    h = open_history(writer, seed)
    print("open", time.time()-t); t=time.time()
    try:
        play(h, int(os.environ.get("DAYS","15")), lambda h: None)
    finally:
        print("\n".join(h.told[-4:])); print(len(h.told), "ops", time.time()-t)

"""The most memory that a fresh process holds which opens the data, answers one question and ends. Peers in their best layout."""
from engines.process import Failed, Worker, peer_worker


def fresh(worker, question):
    try:
        answer = worker.ask(question)
    except Failed as error:
        answer = {"error": str(error)}
    finally:
        worker.close()
    return answer


def measure(ask, data, everything, peers, say):
    """One row a question that ours answers: KiB by engine, and what an opened peer holds that has asked nothing."""
    rows = []
    for asked in everything:
        if not asked.ours:
            continue
        say(f"Memory of {asked.question.id}")
        row = {"id": asked.question.id, "says": asked.question.says}
        row["ours"] = fresh(Worker([ask, data.store, "--threads", 2]), {"sql": asked.ours.text}).get("peak")
        for peer in peers:
            best = asked.best(peer)
            if best:
                answer = fresh(peer_worker(peer, data.states), {"layout": best.layout, "text": best.text})
                row[peer], row[peer + "_base"] = answer.get("peak"), answer.get("base")
        rows.append(row)
    return rows

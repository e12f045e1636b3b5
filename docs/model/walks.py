#!/usr/bin/env python3
"""Random walks through the model as JSON lines, which tests/engine/model_walk_test.cpp walks with the reducer.

    walks.py --scenario once --walks 200 --steps 80 --seed 7

One line a transition: its label, what a finder said in it, and the state of the call that follows. What the reducer does
within the event itself (revoke, end, judge) is done at once here too. Left out are the transitions in which the model is
coarser than the rules: sweeps, late questions, compensations after their first sending, verbs on a hold of a paused
order, cancel, deadline and pause at the same time.
"""
import argparse, json, random, sys

from effects_model import CLOSED, HOLDS, INIT, SCEN, Model

AT_ONCE = ("scheduled call revoked", "call ends revoked", "ends", "judged", "scheduled")
BOUNDS = dict(tries=3, cap=8)


def at_once(model, s):
    while True:
        offered = {label: t for _, label, t in model.next(s) if t != s}
        if any(label.startswith("on error") for label in offered):
            offered = {label: t for label, t in offered.items() if not label.startswith("ends")}
        step = next((t for label, t in offered.items()
                     if label in AT_ONCE or label.startswith("ends: ")), None)
        if step is None:
            return s
        s = step


def wanted(model, s, kind, label, t):
    """Whether a walk may take this transition."""
    if t == s or label == "sweep" or label in AT_ONCE or label.startswith("ends") or "by hand" in label:
        return False
    key = model.key(s)
    if label == "PAUSE":
        return not (s.cancel or s.dl)
    if label in ("CANCEL", "DEADLINE"):
        return not (s.paused or s.cancel or s.dl)
    if label == "ABORT":
        return s.ph not in CLOSED
    if kind == "o" and label != "resume" and s.paused:
        return False
    if label == "retry" or label.startswith("verify now"):
        return len(key) <= model.tries
    if label.startswith("finder unreachable"):
        return not s.paused and s.ph == "doubt"
    if label.startswith("finder answers"):
        # What is found after the end of the call is the watch's: the model asks for it again.
        return s.ph != "confl" and s.ph not in CLOSED
    if label.endswith(" settled") and not model.once and s.ph not in CLOSED:
        # It is waited for only where a business error or a person does, and after a pause.
        return not s.paused and (s.ph == "indoubt" or any(a.dur == "b" for a in key) and not any(a.dur == "s" for a in key))
    if (" answer refused" in label or " answer business" in label) and s.ph == "sched":
        return len(key) < model.tries  # the model forgets that a person allowed one more attempt
    return True


def weight(s, kind, label):
    """Faults and verbs are rarer than progress, or every walk would end before its first answer."""
    if label.startswith(("kill -9", "order actor dies")):
        return 4 if s.atts else 1
    if kind == "f":
        return 20
    if label in ("PAUSE", "CANCEL", "DEADLINE", "ABORT"):
        return 2 if label != "ABORT" and s.atts else 1
    return 40


def follow(model, s, label, t):
    if label.startswith("kill -9"):  # that an attempt has settled is durable
        atts = tuple(b._replace(stl=a.stl) for a, b in zip(s.atts, t.atts)) + t.atts[len(s.atts):]
        t = t._replace(atts=atts)
    return at_once(model, t)


def documents(mask):
    return [i + 1 for i in range(16) if mask >> i & 1]


def line(model, s, label, t):
    out = dict(label=label, ph=t.ph, rev=t.rev, atts=[[a.rv, a.dur, a.stl] for a in t.atts], paused=t.paused,
               cancel=t.cancel, incidents=len(documents(t.inc)), fin=t.fin,
               undo=any(name == "undo sent" for _, name, _ in model.next(t)) or t.undo != "-",
               loaded=bool(t.up and t.act and not t.pend))
    if label.startswith("finder answers"):
        gone = next(j for j in range(len(s.vq)) if s.vq[:j] + s.vq[j + 1:] == t.vq)
        asked, found = s.vq[gone]
        out.update(asked=asked, found=documents(found))
    if label.startswith("watch on"):
        attempt = s.atts[int(label.split()[2][1:-1]) - 1]
        out.update(of=attempt.rv, found=documents(model.docs(s, attempt.rv)))
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--scenario", choices=("once", "operator", "idempotent"), default="once")
    p.add_argument("--walks", type=int, default=100)
    p.add_argument("--steps", type=int, default=80)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    dice = random.Random(a.seed)
    model = Model(**{**SCEN[a.scenario], **BOUNDS, "faults": 5, "ops": 3})
    for walk in range(a.walks):
        s = at_once(model, INIT)
        print(json.dumps(dict(walk=walk)))
        for _ in range(a.steps):
            offered = [(kind, label, t) for kind, label, t in model.next(s) if wanted(model, s, kind, label, t)]
            if not offered:
                break
            _, label, t = dice.choices(offered, [weight(s, kind, label) for kind, label, _ in offered])[0]
            before, s = s, follow(model, s, label, t)
            print(json.dumps(line(model, before, label, s)))
            if label == "undo sent":
                break


if __name__ == "__main__":
    sys.exit(main())

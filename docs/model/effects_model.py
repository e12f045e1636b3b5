#!/usr/bin/env python3
"""Explicit-state model of one call under effects.md (E1-E8): breadth first, every interleaving within the bounds.

    effects_model.py            all proofs, then every rule switched off in turn; exit 1 if a proof fails or a switch stays unseen
    effects_model.py --quick    the same, the larger proofs with one fault less; the switches as always
    effects_model.py --before   without the rules that this model added to effects.md (ADDED below): shows the traces
    effects_model.py --scenario NAME [--off RULE ...] [--only I2] [--faults N] [--ops N] [--tries N] [--cap N]
What is modelled, assumed and proven: README.md.
"""
import argparse, multiprocessing, sys, time
from collections import Counter, namedtuple

# Rules of effects.md that can be switched off, one by one.
WRITTEN = {
    "send_by":        "E2.5  no first byte after send_by",
    "sent_first":     "E2.4  nothing leaves before `sent` is durable",
    "permit_first":   "E2.2  the permit is claimed before the commit",
    "permit_monitor": "E2.3  owner gone: the permit is given back",
    "unknown_at_load": "E2.6  `sent` and not in the table: unknown at once",
    "any_ok":         "E4.1  ok of any attempt is decisive",
    "berr_waits":     "E4.2  a business error waits for the other attempts",
    "watch":          "E4.5  a closed step watches what is still under way",
    "settle":         "E5.1  verify only after settle",
    "verify":         "E5.2  a doubtful `once` call is verified before it is sent again",
    "control":        "E5.3  absence under cancel, pause or deadline sends nothing",
    "conflict":       "E5.5  several found: held, not adopted",
    "doubt_first":    "E6.1  doubt is resolved before the order is compensated or ends",
    "revoke":         "E6.2/E6.4  pause and cancel revoke `scheduled`",
    "left_behind":    "E6.5  abort records what it leaves behind",
    "fenced":         "E4.7  epochs fence writers",
}
# Rules that came into effects.md because of this model (see README.md); off with --before.
ADDED = {
    "tombstone":      "E2.6+ the question closes: an attempt that is not in the table can no longer enter it",
    "zombie_settle":  "E5.1+ settle also bounds a request whose caller is alive but no longer the owner",
    "verify_bound":   "E5.3+ a verify answer counts only for the doubt that it was asked for",
    "berr_after_absence": "E4.2+ a recorded business error ends the step once the others are known not to have happened",
    "berr_rejudged":  "E4.4+ any end of another attempt lets a recorded business error be judged again",
    "watch_doubt":    "E4.5+ the watch covers attempts in doubt, not only those under way",
    "table_keeps":    "E2.6+ an ended attempt stays in the table until its end is durable",
    "idem_settle":    "E4.2+ an idempotent unknown attempt is settled, then asked again under its key",
    "undo_waits":     "E6.1+ no undo while an attempt under the key may still take effect",
    "sweep_all":      "E5.9+ the sweep asks for keys declared absent too, and reports every document not the step's",
    "old_revision":   "E4.1+ an ok under an older revision, the step open under a newer one, is an incident",
    "adopt_watch":    "E5.4+ adopting ends no doubt of an attempt that is not settled: it is watched",
    "adopt_rest":     "E5.5+ adopting one of several, or declaring absence, opens incidents for the others",
}
ALL = {**WRITTEN, **ADDED}

# One attempt.  rv: revision.  dur: durable outcome: '-' not durable, s sent, o ok, b business error, r refused, u unknown,
# A absence proven.  snd: p waits for permit, n never permitted, m message to the table, q in the table, w written (connection
# open), c closed, X never sent (the table knows), x never sent (nobody knows), z stalled sender that may still write,
# y written by a former owner, its connection still open.  far: - nothing received, P working, D done, B business error,
# R refused, G dropped.  ans: - none, f on its way, l lost, d delivered.  stl: settled.  cln: all others were settled when sent.
Att = namedtuple("Att", "rv dur snd far ans stl cln")
# The order.  ph: ready sched open doubt | holds: spent indoubt confl | closed: ok berr revoked aborted
S = namedtuple("S", "ph rev atts paused cancel dl doc up act perm pend vq live inc left undo swept absent fin nf no bad")
INIT = S("ready", 1, (), 0, 0, 0, None, 1, 1, 0, 0, (), 0, 0, 0, "-", 0, 0, "-", 0, 0, "")
CLOSED = ("ok", "berr", "revoked", "aborted")
HOLDS = {"spent": "retry edit adopt", "indoubt": "verify adopt absent", "confl": "verify adopt absent"}
ENDED = ("o", "b", "r", "A")

class Model:
    def __init__(self, cls="once", off=(), faults=2, ops=1, tries=2, revs=2, cap=3, kinds=(), verbs=(), upsert=False, wrong=False, double=False):
        self.once, self.R = cls == "once", {k: k not in off for k in ALL}
        self.faults, self.ops, self.tries, self.revs, self.cap = faults, ops, tries, revs, cap
        self.kinds, self.verbs, self.upsert, self.wrong, self.double = set(kinds), set(verbs), upsert, wrong, double

    # ---- views --------------------------------------------------------------------------------------------------
    def doc_id(self, s, i): return 1 << (i if self.once else s.atts[i].rv - 1)
    def put(self, s, i, **kw):
        a = list(s.atts); a[i] = a[i]._replace(**kw); return s._replace(atts=tuple(a))
    def key(self, s): return [a for a in s.atts if a.rv == s.rev]
    def docs(self, s, rev):
        m = 0
        for i, a in enumerate(s.atts):
            if a.rv == rev and a.far == "D": m |= self.doc_id(s, i) * (17 if self.double else 1)
        return m & s.live
    def want(self, s): return not (s.paused or s.cancel or s.dl)
    def may_send(self, s):
        rule = "control" if self.key(s) else "revoke"              # after an attempt E5.3, before the first one E6.2 and E6.4
        if s.paused and self.R[rule]: return False
        if s.cancel or s.dl:                                       # an idempotent doubt is resolved by its key (E6.2)
            if not self.once and any(a.dur == "u" for a in self.key(s)): return True
            return not self.R[rule]
        return True
    def sent(self, s, snd):
        k = self.key(s)
        clean = int(all(a.dur in ENDED or (a.dur == "u" and a.stl) for a in k))
        bad = s.bad
        if not self.want(s) and not (not self.once and not s.paused and any(a.dur == "u" for a in k)):
            bad = bad or "I5 sent after pause, cancel or deadline"
        if not self.wrong and any(a.rv < s.rev and (a.far == "P" or a.snd in "mqz") for a in s.atts):
            bad = bad or "I11 new revision sent while an older attempt may still take effect"
        return s._replace(atts=s.atts + (Att(s.rev, "s", snd, "-", "-", 0, clean),), ph="open", perm=0, pend=0, bad=bad)

    def judge(self, s):
        """What the reducer does after an outcome was recorded while the step is open."""
        k = self.key(s)
        if any(a.dur == "s" for a in k):
            return s._replace(ph="open")
        doubt = [a for a in k if a.dur == "u"]
        berr = [a for a in k if a.dur == "b"]
        if self.once:
            if doubt and self.R["verify"]: return s._replace(ph="doubt" if s.ph not in HOLDS else s.ph)
            if berr and (self.R["berr_after_absence"] or k[-1].dur == "b"): return s._replace(ph="berr")
        else:
            # it decides for the attempts that were settled before it was sent, and for no later one
            clean = any(a.dur == "b" and a.cln and not any(b.dur == "u" for b in k[j+1:]) for j, a in enumerate(k))
            if berr and (not doubt or not self.R["idem_settle"] or clean): return s._replace(ph="berr")
        spent = len(k) >= self.tries or len(s.atts) >= self.cap
        if (s.cancel or s.dl) and self.R["control"] and (self.once or not doubt): return s._replace(ph="revoked")
        if spent: return s._replace(ph="indoubt" if doubt else "spent")
        return s._replace(ph="sched")

    def outcome(self, s, i):
        """An answer of attempt i reaches the order."""
        a = s.atts[i]; d = self.doc_id(s, i)
        last = i == len(s.atts) - 1
        code = {"D": "o", "B": "b", "R": "r"}[a.far]
        s = self.put(s, i, ans="d", dur=code, snd="c" if a.snd in "wy" else a.snd)
        if s.ph in CLOSED:
            if code == "o" and self.R["watch"] and not (s.ph == "ok" and s.doc == d): s = s._replace(inc=s.inc | d)
            return s
        if a.rv != s.rev: return s._replace(inc=s.inc | d) if code == "o" and self.R["old_revision"] else s
        if code == "o":
            if not self.R["any_ok"] and not last: return s
            return s._replace(ph="ok", doc=d)
        if code == "b":
            if not self.R["berr_waits"]: return s._replace(ph="berr")
            return self.judge(s)
        if code == "r" and not last and not self.R["berr_rejudged"] : return s
        return self.judge(s)

    # ---- transitions: (class, label, state); class p progress, f fault, o operator ---------------------------------
    def next(self, s):
        R, out = self.R, []
        def add(c, label, t):
            if not R["watch_doubt"] and t.ph in CLOSED and s.ph not in CLOSED:
                t = t._replace(atts=tuple(a._replace(dur="V") if a.dur == "u" else a for a in t.atts))
            out.append((c, label, t))
        n, idle = len(s.atts), s.up and s.act and not s.pend
        open_ = s.ph not in CLOSED
        fault = s.nf < self.faults
        def F(kind): return fault and kind in self.kinds
        hit = dict(nf=s.nf + 1)

        # far side and wires: run whatever happens to the engine
        for i, a in enumerate(s.atts):
            if a.snd == "m" and s.up: add("p", f"a{i+1} enters the in-flight table", self.put(s, i, snd="q"))
            if a.snd == "q" and s.up:
                add("p", f"a{i+1} first byte", self.put(s, i, snd="w", far="P"))
                if R["send_by"]:
                    if fault: add("p", f"a{i+1} never sent (refused or send_by)", self.put(s, i, snd="X")._replace(**hit))
                elif F("stall"): add("f", f"a{i+1} sender stalls, time-out", self.put(s, i, snd="z")._replace(**hit))
            if a.snd == "z": add("p", f"a{i+1} STALLED SENDER WAKES, first byte", self.put(s, i, snd="y", far="P"))
            if a.far == "P":
                closed = a.snd == "c"
                t = self.put(s, i, far="D", ans="f")
                d = self.doc_id(s, i)
                again = any(b.far == "D" and b.rv == a.rv for b in s.atts)
                if self.once or not again or self.upsert: t = t._replace(live=t.live | d)
                add("p", f"a{i+1} far side makes document", t)
                t2 = self.put(t, i, ans="l")
                if self.double and fault: add("f", f"a{i+1} far side makes TWO documents, answer lost", t2._replace(live=t2.live | d * 17, **hit))
                if closed: add("p", f"a{i+1} far side makes document, no answer", t2)
                elif fault: add("f", f"a{i+1} far side makes document, answer lost", t2._replace(**hit))
                if self.once or not again:
                    add("p", f"a{i+1} far side: business error", self.put(s, i, far="B", ans="f"))
                    if closed: add("p", f"a{i+1} far side drops the request", self.put(s, i, far="G", ans="l"))
                    elif fault:
                        add("f", f"a{i+1} far side drops the request", self.put(s, i, far="G", ans="l")._replace(**hit))
                        add("f", f"a{i+1} far side refuses", self.put(s, i, far="R", ans="f")._replace(**hit))
        if s.undo in ("sent1", "sent2"):
            t = s._replace(live=s.live & ~s.doc)
            if s.up: add("p", "undo done, answered", t._replace(undo="done"))
            if fault or not s.up:
                nx = "again" if s.undo == "sent1" else "failed"
                add("f", "undo done, answer lost", t._replace(undo=nx, **hit)); add("f", "undo lost", s._replace(undo=nx, **hit))

        if not s.up:
            add("p", "restart", s._replace(up=1, act=1)); return out
        if not s.act:
            t = s._replace(act=1)
            for i, a in enumerate(s.atts):                       # the question to the table may overtake the attempt
                if a.snd == "m" and a.dur == "s" and R["unknown_at_load"]:
                    t = self.put(t, i, dur="u", snd="x" if R["tombstone"] else "m")
                    if open_: t = self.judge(t)
            add("p", "order loaded again" + (f", a{n} not in the table: unknown" if t.atts != s.atts else ""), t)

        # faults of the engine
        if F("crash") or F("failover") or F("actor"):
            after = [s._replace(pend=0)]
            if s.pend: after.append(self.sent(s, "x"))           # the batch became durable, its effect was not released
            if s.pend and not R["sent_first"]: after = [s._replace(pend=0)]
            for t in after:
                tag = ", commit was durable" if len(t.atts) > n else ""
                if F("crash"):
                    m = tuple(a._replace(snd={"m": "x", "q": "x", "w": "c", "X": "x", "p": "n"}.get(a.snd, a.snd),
                              stl=0 if a.dur == "u" else a.stl) for a in t.atts)
                    add("f", "kill -9" + tag, t._replace(atts=m, up=0, act=0, perm=0, vq=(), **hit))
                if F("actor"):
                    if not R["table_keeps"]:
                        t = t._replace(atts=tuple(a._replace(ans="k", snd="c") if a.ans == "f" and a.snd == "w" else a for a in t.atts))
                    add("f", "order actor dies" + tag, t._replace(act=0, perm=0 if R["permit_monitor"] else s.perm, **hit))
                if F("failover"):
                    q = "x" if R["send_by"] else "z"
                    m = tuple(a._replace(snd={"m": q, "q": q, "w": "y", "X": "x", "p": "n"}.get(a.snd, a.snd)) for a in t.atts)
                    add("f", "lease expires, another owner" + tag, t._replace(atts=m, perm=0, vq=(), **hit))
            if F("failover") and not R["fenced"] and s.pend:      # the old owner's batch lands later and its effect goes out
                add("f", "lease expires; OLD OWNER STILL COMMITS", self.sent(s, "m")._replace(
                    ph="sched" if s.ph in ("ready", "sched") else s.ph, **hit))

        # the batch at the journal
        if s.pend and s.act:
            if not R["sent_first"]:
                j = next(i for i, a in enumerate(s.atts) if a.dur == "-")
                add("p", f"commit `sent` a{j+1}", self.put(s, j, dur="s")._replace(pend=0, perm=0, ph="open"))
            else:
                add("p", f"commit `sent` a{n+1}", self.sent(s, "m" if R["permit_first"] else "p"))
                if F("commit"):
                    add("f", "commit outcome unknown: was durable", self.sent(s, "x")._replace(**hit))
                    add("f", "commit outcome unknown: was not", s._replace(pend=0, perm=0, **hit))
        if not idle: return out

        # sending
        if s.ph in ("ready", "sched") and n < self.cap and len(self.key(s)) < self.tries + 1:
            settled = self.once or not R["idem_settle"] or not any(b.dur == "b" for b in self.key(s)) or \
                all(b.dur in ENDED or b.stl for b in self.key(s))
            if R["permit_first"]:
                if not s.perm and self.may_send(s) and settled: add("p", "permit granted", s._replace(perm=1))
                if s.perm == 1:
                    if self.may_send(s):
                        t = s._replace(pend=1, perm=2)
                        if not R["sent_first"]: t = t._replace(atts=t.atts + (Att(s.rev, "-", "q", "-", "-", 0, 1),))
                        add("p", f"batch with `sent` a{n+1} at the journal", t)
                    else: add("p", "permit given back", s._replace(perm=0))
            elif self.may_send(s): add("p", f"batch with `sent` a{n+1} at the journal", s._replace(pend=1))
            if s.ph == "ready": add("p", "scheduled", s._replace(ph="sched"))
            if (s.cancel or s.dl) and R["control" if self.key(s) else "revoke"] and not any(a.dur == "u" for a in self.key(s)):
                add("p", "scheduled call revoked", s._replace(ph="revoked", perm=0))
        # outcomes
        for i, a in enumerate(s.atts):
            if a.snd == "p" : add("p", f"lane grants a{i+1}", self.put(s, i, snd="q"))
            if a.ans == "f" and a.dur != "-":
                kind = {"D": "ok", "B": "business error", "R": "refused"}[a.far]
                add("p", f"a{i+1} answer {kind} arrives", self.outcome(s, i))
            if a.dur == "s":
                if a.snd == "X":
                    t = self.put(s, i, dur="r"); late = i < n - 1 and not R["berr_rejudged"]
                    add("p", f"a{i+1} recorded: never sent", t if late or not open_ or a.rv != s.rev else self.judge(t))
                lostq = a.ans in "lk" or a.snd in "cxyzn"
                if a.snd in "wcxyzn" and (a.snd in "wz" or R["unknown_at_load"]):
                    if lostq or F("timeout"):
                        t = self.put(s, i, dur="u")
                        if not lostq: t = t._replace(**hit)
                        if open_ and a.rv == s.rev and (i == n - 1 or R["berr_rejudged"]): t = self.judge(t)
                        if a.snd == "n": t = t._replace(bad="I8 in doubt although the lane held it back (E1.4)")
                        why = {"w": "time-out"}.get(a.snd, "not in the table")
                        add("p" if lostq else "f", f"a{i+1} unknown ({why})", t)
            if a.dur == "u":
                if a.snd == "w": add("p", f"a{i+1} connection closed", self.put(s, i, snd="c"))
                if not a.stl and a.snd in "cxXyzmqn":
                    if a.far != "P" or not R["settle"] or (a.snd == "y" and not R["zombie_settle"]):
                        if a.snd not in "q" or not R["tombstone"]: add("p", f"a{i+1} settled", self.put(s, i, stl=1))
        # idempotent step that waits for settle before the last word
        if not self.once and s.ph == "open" and not any(a.dur == "s" for a in self.key(s)) and R["berr_rejudged"]:
            add("p", "judged", self.judge(s))
        # doubt, finder
        if self.once and s.ph in ("doubt", "indoubt"):
            if all(a.stl for a in self.key(s) if a.dur == "u") or not R["settle"]:
                res = self.docs(s, s.rev)
                if not s.vq: add("p", f"finder asked ({'none' if not res else bin(res).count('1')})", s._replace(vq=((n, res),)))
                elif len(s.vq) == 1 and F("timeout") and s.vq[0] != (n, res):
                    add("f", f"finder asked again ({'none' if not res else bin(res).count('1')})", s._replace(vq=s.vq + ((n, res),), **hit))
                elif len(s.vq) == 1 and F("actor"):
                    add("f", "finder asked again", s._replace(vq=s.vq + ((n, res),), **hit))
                if s.vq and F("verify"): add("f", "finder unreachable: held in_doubt", s._replace(vq=s.vq[1:], ph="indoubt", **hit))
        for j, (asked, res) in enumerate(s.vq):
            t = s._replace(vq=s.vq[:j] + s.vq[j+1:])
            if s.ph in ("doubt", "indoubt") and (res or asked == n or not R["verify_bound"]): t = self.found(t, res)
            add("p", f"finder answers {'none' if not res else bin(res).count('1')}", t)
        # watch, sweep
        if not open_ and R["watch"]:
            for i, a in enumerate(s.atts):
                if a.dur == "u" and a.stl:
                    d = self.docs(s, a.rv) & ~(s.doc if s.ph == "ok" else 0)
                    if not self.once: d = 0                        # an idempotent operation need not have a finder
                    add("p", f"watch on a{i+1}: verified", self.put(s, i, dur="A")._replace(inc=s.inc | d))
        if s.fin != "-" and self.once and not s.swept:
            d = 0
            for rv in range(1, s.rev + 1):
                k = self.docs(s, rv); many = sum(a.rv == rv for a in s.atts) > 1
                if R["sweep_all"]:
                    if many or s.absent: d |= k & ~(s.doc if s.ph == "ok" else 0)
                elif many and bin(k).count("1") > 1: d |= k & ~(s.doc or 0)
            add("p", "sweep", s._replace(swept=1, inc=s.inc | d))
        # the order goes on
        if s.fin == "-" and not s.paused:
            if s.ph == "berr":
                if s.rev < self.revs and n < self.cap and self.want(s):
                    add("p", "on error: retry under a new revision", s._replace(rev=s.rev + 1, ph="ready"))
                add("p", "ends: " + ("cancelled" if s.cancel else "rejected"), s._replace(fin="cancelled" if s.cancel else "rejected"))
            if s.ph == "revoked": add("p", "ends", s._replace(fin="cancelled" if s.cancel else "deadline"))
            if s.ph == "spent" and (s.cancel or s.dl): add("p", "call ends revoked", s._replace(ph="revoked"))
            if not R["doubt_first"] and s.cancel and s.ph in ("doubt", "indoubt", "open"):
                add("p", "ends: cancelled without resolving the doubt", s._replace(ph="revoked", fin="cancelled"))
            if s.ph == "ok":
                if not s.cancel: add("p", "ends: completed", s._replace(fin="completed"))
                elif s.doc == 0: add("p", "ends: cancelled", s._replace(fin="cancelled"))
                elif s.undo in ("-", "again"):
                    under = [a for a in s.atts if a.dur == "s" or (a.dur == "u" and not a.stl)]
                    if not (under and R["undo_waits"]):
                        add("p", "undo sent", s._replace(undo="sent1" if s.undo == "-" else "sent2"))
                elif s.undo == "done": add("p", "ends: cancelled, compensated", s._replace(fin="cancelled"))
        # operator
        if s.ph != "aborted" and s.fin == "-":
            if s.paused: add("o", "resume", s._replace(paused=0))
            elif s.undo == "failed":
                add("o", "compensation: retry", s._replace(undo="sent2")); 
            if s.no < self.ops:
                did = dict(no=s.no + 1)
                if "pause" in self.verbs and not s.paused: add("o", "PAUSE", s._replace(paused=1, **did))
                if "cancel" in self.verbs and not s.cancel: add("o", "CANCEL", s._replace(cancel=1, **did))
                if "deadline" in self.verbs and not s.dl and open_: add("o", "DEADLINE", s._replace(dl=1, **did))
                if "abort" in self.verbs:
                    left = int(any(a.dur in "su" for a in s.atts) or s.ph == "ok") if R["left_behind"] else 0
                    add("o", "ABORT", s._replace(ph="aborted", fin="aborted", left=left, perm=0, **did))
            if s.ph == "spent" and n < self.cap: add("o", "retry", s._replace(ph="sched"))
            if s.ph == "spent" and s.rev < self.revs and n < self.cap: add("o", "edit: new revision", s._replace(rev=s.rev + 1, ph="ready"))
            if s.ph == "spent": add("o", "adopt a typed result", s._replace(ph="ok", doc=0))
            if s.ph in ("indoubt", "confl"):
                found = self.docs(s, s.rev) if self.once else 0
                for i in range(8):
                    if found >> i & 1: add("o", f"adopt document {i+1}", self.drop_doubt(s, found & ~(1 << i))._replace(ph="ok", doc=1 << i))
                if self.once and (self.wrong or s.ph == "confl" or (not found and all(a.stl or a.dur != "u" for a in s.atts))):
                    add("o", "DECLARE ABSENT", self.judge(self.drop_doubt(s, found if s.ph == "confl" else 0)._replace(absent=1, ph="doubt")))
                if not self.once:
                    if n < self.cap: add("o", "verify now (same request)", s._replace(ph="sched"))
                    add("o", "adopt / declare by hand", s._replace(ph="aborted", fin="aborted", left=1))
        return out

    def drop_doubt(self, s, others):
        a = tuple(x._replace(dur="A") if x.dur == "u" and x.rv == s.rev and (x.stl or not self.R["adopt_watch"]
                                                or not self.R["settle"]) else x for x in s.atts)
        return s._replace(atts=a, inc=s.inc | (others if self.R["adopt_rest"] else 0))

    def found(self, s, res):
        if res and (bin(res).count("1") == 1 or not self.R["conflict"]):
            one = res & -res
            return self.drop_doubt(s, 0)._replace(ph="ok", doc=one)
        if res: return s._replace(ph="confl")
        return self.judge(self.drop_doubt(s, 0)._replace(ph="doubt"))

    # ---- invariants ------------------------------------------------------------------------------------------------
    def always(self, s):
        if s.bad: return s.bad
        for a in s.atts:
            if a.dur == "-" and a.far != "-": return "I6 sent without a durable `sent`"
        for i, a in enumerate(s.atts):
            d = self.doc_id(s, i)
            if a.dur == "o" and a.ans == "d" and not (d == s.doc or d & s.inc or s.left): return "I12 an ok arrived and was dropped"
            if a.dur == "u" and a.ans == "k": return "I13 in doubt although its answer had reached the engine"
        if self.once and not (self.wrong or self.double):
            for rv in range(1, s.rev + 1):
                if sum(a.rv == rv and a.far == "D" for a in s.atts) > 1: return "I2 two executions under one key"
        if s.inc and not (self.wrong or self.double or s.ph == "aborted"): return "I10 duplicate_effect although no assumption was broken"
        if s.undo != "-" and s.ph not in ("ok", "aborted"): return "I7 compensation of a step that did not end ok"
        return None

    def quiet(self, s):
        """No progress is possible any more, systems reachable."""
        ended = s.fin != "-"
        if not (ended or s.paused or s.ph in HOLDS or s.undo == "failed"):
            return "I4 stuck: no end and no hold"
        if s.ph in HOLDS:
            k = [a.dur for a in self.key(s)]
            if "o" in k or ("b" in k and "s" not in k and "u" not in k): return "I9 held although a decisive answer is in hand"
        if not ended: return None
        known = s.inc | (s.live if s.left else 0)
        mine = s.doc if s.ph == "ok" and s.fin == "completed" and s.doc else 0
        if s.fin == "completed" and s.ph == "ok" and s.doc and not s.live & s.doc: return "I1 ended ok without its document"
        if bin(s.live & ~known & ~mine).count("1") and bin(s.live & ~known).count("1") > 1: return "I1 two live documents for one intent, no incident"
        if s.live & ~known & ~mine: return "I3 a document that the engine does not know"
        if s.fin == "cancelled" and s.ph == "ok" and s.doc and s.undo != "done": return "I7 cancelled without its compensation"
        return None

def explore(m, only="I", limit=3_000_000, check_live=True):
    """Breadth first. Returns (violation or None, trace, states, edges)."""
    seen, parent, frontier, edges = {INIT: 0}, [(None, None)], [INIT], 0
    back, verbs, rest, done, ends = [[]], [[]], [], [], Counter()
    def trace(i):
        t = []
        while i: i, label = parent[i][0], (t.append(parent[i][1]), None)[1]
        return t[::-1]
    while frontier:
        nxt = []
        for s in frontier:
            i = seen[s]
            v = m.always(s)
            if v and v.startswith(only + " "*(len(only) > 1)): return v, trace(i), len(seen), edges, ends
            succ, moved = m.next(s), False
            for c, label, t in succ:
                edges += 1
                j = seen.get(t)
                if j is None:
                    j = seen[t] = len(parent); parent.append((i, label)); back.append([]); verbs.append([]); nxt.append(t)
                if c == "p" and t != s:
                    moved = True; back[j].append(i)
                elif c == "o" and label != "ABORT": verbs[j].append(i)
            if not moved:
                v = m.quiet(s)
                if v and v.startswith(only + " "*(len(only) > 1)): return v, trace(i), len(seen), edges, ends
                rest.append(i)
                if s.fin != "-": done.append(i)
                ends[(s.fin if s.fin != "-" else "paused" if s.paused else "held " + (s.ph if s.ph in HOLDS else "compensation_failed"))
                     + (" compensated" if s.undo == "done" else "") + (" +incident" if s.inc else "") + (" +left_behind" if s.left else "")] += 1
        frontier = nxt
        if len(seen) > limit: return "limit reached", [], len(seen), edges, ends
    if check_live:            # I4: from everywhere progress alone reaches a rest, and with a person's verbs (abort apart) an end
        for goal, graphs, text in ((rest, (back,), "I4 no rest can be reached"), (done, (back, verbs), "I4 no verb but abort leads to an end")):
            ok, todo = bytearray(len(parent)), list(goal)
            for i in todo: ok[i] = 1
            while todo:
                k = todo.pop()
                for g in graphs:
                    for j in g[k]:
                        if not ok[j]: ok[j] = 1; todo.append(j)
            i = ok.find(0)
            if i >= 0 and "I4".startswith(only): return text, trace(i), len(seen), edges, ends
    return None, [], len(seen), edges, ends

ENGINE = ("crash", "actor", "commit", "timeout", "verify")
SCEN = {
    "once":      dict(cls="once", faults=3, ops=1, kinds=ENGINE, verbs=("cancel", "pause", "deadline", "abort")),
    "operator":  dict(cls="once", faults=2, ops=2, kinds=("crash", "timeout", "verify"), verbs=("cancel", "pause", "deadline", "abort")),
    "failover":  dict(cls="once", faults=2, ops=1, kinds=("failover", "crash", "timeout", "stall"), verbs=("cancel", "pause")),
    "wrong":     dict(cls="once", faults=3, ops=1, kinds=("crash", "timeout", "verify"), verbs=("cancel", "abort"), wrong=True),
    "double":    dict(cls="once", faults=2, ops=1, kinds=("crash", "timeout"), verbs=("cancel", "abort"), double=True),
    "idempotent": dict(cls="idempotent", faults=3, ops=1, tries=3, kinds=("crash", "actor", "commit", "timeout"),
                       verbs=("cancel", "pause", "deadline", "abort"), upsert=True),
}
LARGE = ("once", "wrong", "idempotent")
# Where a rule's absence shows, and as what.
SHOWN = {"send_by": "failover I2", "sent_first": "once I6", "permit_first": "once I8", "permit_monitor": "once I4", "unknown_at_load": "once I4",
    "any_ok": "idempotent I9", "berr_waits": "once I10", "watch": "wrong I1", "settle": "once I2", "verify": "once I2", "control": "operator I5",
    "conflict": "double I3", "doubt_first": "operator I10", "revoke": "operator I5", "left_behind": "operator I3", "fenced": "failover I2",
    "tombstone": "once I2", "zombie_settle": "failover I2", "verify_bound": "once I2", "berr_after_absence": "once I9", "berr_rejudged": "idempotent I9",
    "idem_settle": "idempotent I1", "undo_waits": "idempotent I3", "sweep_all": "wrong I3", "adopt_rest": "double I3", "old_revision": "wrong I12",
    "adopt_watch": "wrong I1", "watch_doubt": "idempotent I3", "table_keeps": "once I13"}

def job(args):
    name, off, over, only = args
    t = time.time(); m = Model(off=off, **{**SCEN[name], **over})
    v, tr, n, e, ends = explore(m, only)
    return name, off, v, tr, n, e, time.time() - t, ends

def squeeze(tr):
    """Writes the five steps of an undisturbed sending as one."""
    out, i = [], 0
    while i < len(tr):
        w = tr[i:i+5]
        if len(w) == 5 and w[0] == "permit granted" and w[1].startswith("batch") and w[2].startswith("commit `sent`") and w[4].endswith("first byte"):
            out.append(w[4].split()[0] + " sent: permit, commit, table, first byte"); i += 5
        else: out.append(tr[i]); i += 1
    return out

def show(r):
    name, off, v, tr, n, e, dt, ends = r
    print(f"{'ok  ' if not v else 'SEEN' if off else 'FAIL'} {name:11s} {'without ' + ', '.join(off) if 0 < len(off) < 5 else 'before the additions' if off else 'all rules':28s} {n:9,d} states {e:9,d} steps {dt:6.1f} s  {v or ''}")
    if not off and not v: print("        rests: " + ", ".join(f"{k} {c:,}" for k, c in ends.most_common()))
    for i, l in enumerate(squeeze(tr)): print(f"        {i+1:2d}. {l}")

def main():
    p = argparse.ArgumentParser(); p.add_argument("--before", action="store_true"); p.add_argument("--scenario")
    p.add_argument("--quick", action="store_true")
    p.add_argument("--tries", type=int, help="attempts by policy"); p.add_argument("--cap", type=int, help="attempts in all, retries by a person included")
    p.add_argument("--off", nargs="*", default=[]); p.add_argument("--faults", type=int); p.add_argument("--ops", type=int); p.add_argument("--only", default="I", help="look for this invariant, I1 to I11")
    a = p.parse_args()
    over = {k: v for k, v in (("faults", a.faults), ("ops", a.ops), ("tries", a.tries), ("cap", a.cap)) if v is not None}
    if a.scenario: show(job((a.scenario, tuple(a.off), over, a.only))); return 0
    t0, bad = time.time(), 0
    less = {k: dict(faults=SCEN[k]["faults"] - 1) for k in LARGE} if a.quick else {}
    proofs = [(k, tuple(ADDED) if a.before else (), {**less.get(k, {}), **over}, a.only) for k in SCEN]
    # breaking runs stop at the first violation, so they are cheap; proofs are spread over both cores
    with multiprocessing.Pool(2) as pool:
        res = pool.imap(job, proofs + ([] if a.before else [(SHOWN[r].split()[0], (r,), over, SHOWN[r].split()[1]) for r in ALL]), chunksize=1)
        for r in res:
            if r[1] and not a.before: print(f"-- {ALL[r[1][0]]}")
            show(r); sys.stdout.flush()
            if not a.before: bad += bool(r[2]) != bool(r[1])
    if a.before: return 0
    print(f"{'as expected' if not bad else str(bad) + ' NOT AS EXPECTED'}, {time.time() - t0:.0f} s")
    return 1 if bad else 0

if __name__ == "__main__": sys.exit(main())

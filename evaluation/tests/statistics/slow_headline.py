"""The headline method written out a second time, trust by trust, for the tests to compare with.

Plain loops over dictionaries, and every leave-one-out fit really fitted again without the trust.
"""

from dataclasses import dataclass

import numpy as np


@dataclass
class Slow:
    """Inputs: answers and shares by year, each trusts x questions (answers 0 = not known)."""

    n: dict[int, np.ndarray]
    p: dict[int, np.ndarray]
    comparators: list[int]
    mentees: list[int]
    targets: list[list[int]]
    prior: bool

    def parts(self, year):
        n, p, picked = self.n[year], self.p[year], self.comparators
        trusts, questions = n.shape
        used = [j for j in range(questions) if sum(n[k, j] > 0 for k in picked) >= 2]
        m = {j: sum(n[k, j] * p[k, j] for k in picked) / sum(n[k, j] for k in picked) for j in used}
        k_ = {j: max(m[j] * (1 - m[j]), 0.02) / 0.1875 for j in used}
        c, d, nu = {}, {}, {}
        for i in range(trusts):
            have = [j for j in used if n[i, j] > 0]
            z = {j: (p[i, j] - m[j]) / k_[j] ** 0.5 for j in have}
            c[i] = sum(n[i, j] * z[j] for j in have) / sum(n[i, j] for j in have) if have else 0
            for j in have:
                d[i, j], nu[i, j] = z[j] - c[i], 0.1875 / n[i, j]
        for _ in range(2):
            cells = [(k, j) for k in picked for j in used if n[k, j] > 0]
            total = sum(n[cell] for cell in cells)
            pooled = max(0, sum(n[x] * (d[x] ** 2 - nu[x]) for x in cells) / total)
            s2 = {}
            for j in used:
                own = [x for x in cells if x[1] == j]
                raw = sum(n[x] * (d[x] ** 2 - nu[x]) for x in own) / sum(n[x] for x in own)
                shrunk = (len(own) * max(0, raw) + 20 * pooled) / (len(own) + 20)
                s2[j] = max(shrunk, 0.05 * pooled)
            r = {x: s2[x[1]] / (s2[x[1]] + nu[x]) for x in d}
            for i, j in d:
                share = m[j] + k_[j] ** 0.5 * (c[i] + r[i, j] * d[i, j])
                share = min(max(share, 0.02), 0.98)
                nu[i, j] = share * (1 - share) / (k_[j] * n[i, j])
        return {"k": k_, "c": c, "d": d, "nu": nu, "s2": s2, "r": r}

    def covariates(self):
        now = self.parts(1)
        x, q = {}, {}
        if not self.prior:
            for i, j in now["d"]:
                s = now["k"][j] ** 0.5
                x[i, j] = [s * now["r"][i, j] * now["d"][i, j], s * now["c"][i]]
                q[i, j] = (now["s2"][j], now["s2"][j] * now["r"][i, j])
            return now, x, q
        old = self.parts(0)
        level = self.old_levels(now, old)
        weight = {y: (self.n[0][y] * self.n[1][y]) ** 0.5 for y in now["d"] if y in old["d"]}
        weight = {y: w for y, w in weight.items() if y[0] in self.comparators}
        cross = {y: now["d"][y] * old["d"][y] for y in weight}
        pooled = sum(weight[y] * cross[y] for y in weight) / sum(weight.values())
        for i, j in now["d"]:
            own = [y for y in weight if y[1] == j]
            raw = sum(weight[y] * cross[y] for y in own) / sum(weight[y] for y in own)
            s2 = (now["s2"][j] + old["s2"][j]) / 2
            lasting = (len(own) * raw + 20 * pooled) / (len(own) + 20)
            lasting = min(max(lasting, 0.05 * s2), 0.999 * s2)
            h0 = 1 / (s2 - lasting + now["nu"][i, j])
            h1 = 1 / (s2 - lasting + old["nu"][i, j]) if (i, j) in old["nu"] else 0
            total = 1 / lasting + h0 + h1
            s = now["k"][j] ** 0.5
            x[i, j] = [
                s * h0 * now["d"][i, j] / total,
                s * h1 * old["d"].get((i, j), 0) / total,
                s * now["c"][i],
                s * level[i],
            ]
            q[i, j] = (s2 - lasting + 1 / total, 0)
        return now, x, q

    def old_levels(self, now, old):
        there = {i for i, _ in old["d"]}
        weight = {k: self.n[1][k].sum() for k in self.comparators if k in there}
        slope = sum(w * old["c"][k] * now["c"][k] for k, w in weight.items())
        slope /= sum(w * now["c"][k] ** 2 for k, w in weight.items())
        return {i: old["c"][i] if i in there else slope * now["c"][i] for i in now["c"]}

    def fit(self, x, without=None):
        """Means of y and x by question, and slopes, from the comparators but one."""
        questions = self.n[1].shape[1]
        picked = [k for k in self.comparators if k != without]
        mean_y, mean_x = {}, {}
        rows, values, weights = [], [], []
        for j in range(questions):
            have = [k for k in picked if (k, j) in x and self.n[2][k, j] > 0]
            if not have:
                continue
            w = np.array([self.n[2][k, j] for k in have])
            y = np.array([self.p[2][k, j] for k in have])
            cells = np.array([x[k, j] for k in have])
            mean_y[j], mean_x[j] = (w @ y) / w.sum(), (w @ cells) / w.sum()
            rows += list(cells - mean_x[j])
            values += list(y - mean_y[j])
            weights += list(w)
        root = np.sqrt(weights)
        slopes = np.linalg.lstsq(np.array(rows) * root[:, None], values * root, rcond=None)[0]
        return mean_y, mean_x, slopes

    def result(self):
        now, x, q = self.covariates()
        mean_y, mean_x, b = self.fit(x)
        n1, y1 = self.n[2], self.p[2]
        pred = {
            (i, j): mean_y[j] + (np.array(x[i, j]) - mean_x[j]) @ b for i, j in x if j in mean_y
        }
        without = {k: self.fit(x, without=k) for k in self.comparators}
        cells = {k: [j for j in mean_y if (k, j) in x and n1[k, j] > 0] for k in self.comparators}
        e = {}
        for k, listed in cells.items():
            my, mx, bk = without[k]
            for j in listed:
                e[k, j] = y1[k, j] - my[j] - (np.array(x[k, j]) - mx[j]) @ bk
        keep = min(max(b[0], 0), 1) ** 2
        g = {}
        for i, j in pred:
            if n1[i, j] > 0:
                share = min(max(pred[i, j], 0.02), 0.98)
                spread, explained = q[i, j]
                g[i, j] = share * (1 - share) / n1[i, j] + now["k"][j] * (spread - keep * explained)
        shared = []
        for k, listed in cells.items():
            a = {j: n1[k, j] / sum(n1[k, h] for h in listed) for j in listed}
            together = sum(a[j] * e[k, j] / now["k"][j] ** 0.5 for j in listed) ** 2
            shared.append(together - sum(a[j] ** 2 * g[k, j] / now["k"][j] for j in listed))
        om = max(0, np.mean(shared))
        return self.effect(now, x, mean_y, mean_x, b, pred, without, cells, e, g, om)

    def effect(self, now, x, mean_y, mean_x, b, pred, without, cells, e, g, om):
        n1, y1 = self.n[2], self.p[2]

        def weights(i, listed):
            return {j: n1[i, j] / sum(n1[i, h] for h in listed) for j in listed}

        def variance(i, w):
            own = sum(w[j] ** 2 * g[i, j] for j in w)
            return own + om * sum(w[j] * now["k"][j] ** 0.5 for j in w) ** 2

        u, v2, moves = [], [], []
        for i, wanted in zip(self.mentees, self.targets, strict=True):
            listed = [j for j in wanted if (i, j) in pred and n1[i, j] > 0]
            if not listed:
                continue
            w = weights(i, listed)
            u.append(sum(w[j] * (y1[i, j] - pred[i, j]) for j in listed))
            ratios = []
            for k, have in cells.items():
                on = [j for j in listed if j in have]
                if on:
                    own = weights(k, on)
                    ratios.append(sum(own[j] * e[k, j] for j in on) ** 2 / variance(k, own))
            v2.append(np.mean(ratios) * variance(i, w))
            moves.append(
                [
                    sum(
                        w[j] * (pred[i, j] - my[j] - (np.array(x[i, j]) - mx[j]) @ bk)
                        for j in listed
                    )
                    for my, mx, bk in without.values()
                ]
            )
        trusts = len(self.comparators)
        v1 = (trusts - 1) / trusts * (np.mean(moves, axis=0) ** 2).sum()
        return np.mean(u), (v1 + sum(v2) / len(u) ** 2) ** 0.5

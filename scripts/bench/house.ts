/** What the house itself costs: two paths with little of their own, against Workers that do nothing else. */
import { type Bench, withToken } from "./bench.ts";

export const house: Bench = {
  about: "the plumbing's CPU for each request, over bare Workers",
  emulators: "without emulators",
  scenarios: [
    {
      name: "health",
      call: () => ({ path: "/api/reports/health/" }),
      bare: { worker: "health.ts", bar: { kind: "ms over", limit: 0.25 } },
    },
    {
      name: "me",
      call: (session) => ({ path: "/api/v1/users/me/", headers: withToken(session) }),
      bare: { worker: "me.ts", bar: { kind: "times", limit: 1.5 } },
    },
  ],
};

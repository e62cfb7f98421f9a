/** The outside systems' stand-ins as one Worker: each has a path of its own, and `/` tells what there is. */
import { frontPage } from "./front-page.ts";
import { identity } from "./identity.ts";
import { myid } from "./myid.ts";
import { onec } from "./onec.ts";
import { openai } from "./openai.ts";
import type { StandIn } from "./stand-in.ts";
import { telegram } from "./telegram.ts";

const STAND_INS: readonly StandIn[] = [onec, myid, identity, telegram, openai];

async function fetch(request: Request): Promise<Response> {
  const { pathname, origin } = new URL(request.url);
  if (pathname === "/") return frontPage(STAND_INS, origin);
  const standIn = STAND_INS.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
  if (standIn) return standIn.fetch(request);
  return new Response("There is no such stand-in. The list is on the front page: /\n", { status: 404 });
}

export default { fetch };

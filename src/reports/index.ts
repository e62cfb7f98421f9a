/** Reports for managers and bots: what other places may use of this room. */
export { reportRoutes } from "./health.routes.ts";
export { postReports, sendDuePosts } from "./post-reports.ts";
export { forgetPosts } from "./posts.store.ts";
export { findReportDrift, recountYesterday } from "./recount.ts";
export { regionRoutes } from "./regions.routes.ts";
export { countRoutes } from "./reports.routes.ts";
export { submissionRoutes } from "./submissions.routes.ts";
export { telegramSystem } from "./telegram-system.ts";

/** Descriptions by a model: what the doors may use of this room. */
export { descriptionsKind } from "./describe-task.ts";
export { descriptionRoutes } from "./descriptions.routes.ts";
export { forgetRows } from "./forget-rows.ts";
export { openaiSystem } from "./openai-system.ts";

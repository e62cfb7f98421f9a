/** Paths of pictures: the same for projects, clients and nomenklatura; of thumbnails, and of the bytes themselves. */
import { anyone, operator, signedIn, signIn } from "../../platform/access.ts";
import { MEBIBYTE, MULTIPART_TYPE } from "../../platform/body.ts";
import { envelopeOf } from "../../platform/list.ts";
import { type Route, route } from "../../platform/route.ts";
import { entities } from "../entities.ts";
import type { Entity } from "../entity.ts";
import { BULK_BYTES, uploadImages } from "./bulk-upload.ts";
import { BulkImages, bulkBody, ImageChangeBody, imageBody, imageQuery, imageShape } from "./images.schema.ts";
import { findImage } from "./images.store.ts";
import { listImages } from "./list-images.ts";
import { changeImage, createImage, deleteImage, tellImage } from "./save-image.ts";
import { serveMedia } from "./serve-media.ts";
import { OneTypeQuery, ThumbnailQuery, Thumbnails } from "./thumbnails.schema.ts";
import { listThumbnails } from "./thumbnails.ts";

const tag = "Images";
const contested = { 409: "The code is in several projects." };
const once = { ...contested, 422: "The Idempotency-Key was used with another body." };
const IMAGE_BYTES = 10 * MEBIBYTE;

function commonOf(entity: Entity) {
  const label = `${entity.name[0]?.toUpperCase()}${entity.name.slice(1)} Image`;
  const path = `/api/v1/${entity.name}-image/`;
  return {
    list: { path, name: `${label} List`, tag },
    bulk: { path: `${path}bulk-upload/`, name: `${label} Bulk Upload`, tag },
    one: { path: `${path}:id/`, name: `${label} Instance`, tag },
    reads: entity.publicRead ? anyone : signedIn,
  };
}

function listRoutes(entity: Entity): Route[] {
  const { list, bulk, reads } = commonOf(entity);
  const shape = imageShape(entity);
  return [
    route({
      ...list,
      method: "GET",
      summary: "A page of pictures, the newest first.",
      access: reads,
      query: imageQuery(entity),
      answer: { status: 200, shape: envelopeOf(shape) },
      run: (ctx, { url, query }) => listImages(ctx, entity, url, query),
    }),
    route({
      ...list,
      method: "POST",
      summary: "Stores a picture; a parent's first one is its main one. Idempotency-Key is honoured.",
      access: signedIn,
      body: imageBody(entity),
      accepts: [MULTIPART_TYPE],
      limitBytes: IMAGE_BYTES,
      answer: { status: 201, shape },
      refusals: once,
      run: (ctx, { body, request }) => createImage(ctx, entity, body, request),
    }),
    route({
      ...bulk,
      method: "POST",
      summary: "Stores up to 20 pictures of one parent, all or none. Idempotency-Key is honoured.",
      access: signedIn,
      body: bulkBody(entity),
      bodyIs: "raw",
      accepts: [MULTIPART_TYPE],
      limitBytes: BULK_BYTES,
      answer: { status: 201, shape: BulkImages(entity) },
      refusals: once,
      run: (ctx, { request }) => uploadImages(ctx, entity, request),
    }),
  ];
}

function oneRoutes(entity: Entity): Route[] {
  const { one, reads } = commonOf(entity);
  const answer = { status: 200, shape: imageShape(entity) };
  const row: Route["row"] = (ctx, { params }) => findImage(ctx, entity, params["id"]);
  return [
    route({
      ...one,
      method: "GET",
      summary: "One picture.",
      access: reads,
      answer,
      run: (ctx, { params }) => tellImage(ctx, entity, params["id"]),
    }),
    ...(["PUT", "PATCH"] as const).map((method) =>
      route({
        ...one,
        method,
        summary: "Changes what is said of a picture, or the picture itself; what is left out stays.",
        access: operator,
        body: ImageChangeBody,
        limitBytes: IMAGE_BYTES,
        answer,
        row,
        run: (ctx, { params, body }) => changeImage(ctx, entity, params["id"], body),
      }),
    ),
    route({
      ...one,
      method: "DELETE",
      summary: "Deletes a picture softly; its bytes go after 30 days.",
      access: operator,
      answer: { status: 204 },
      run: (ctx, { params }) => deleteImage(ctx, entity, params["id"]),
    }),
  ];
}

const thumbnails = { method: "GET", tag, answer: { status: 200, shape: Thumbnails } } as const;
/** One's own clients are among them: no shared cache keeps the answer. */
const mixed = { ...thumbnails.answer, headers: { "Cache-Control": "private, no-cache" } };

const PLURALS: Readonly<Record<string, string>> = {
  project: "projects",
  client: "clients",
  nomenklatura: "nomenklatura",
};

const thumbnailRoutes: Route[] = [
  route({
    ...thumbnails,
    answer: mixed,
    path: "/api/v1/thumbnails/",
    name: "Thumbnails",
    summary: "The newest pictures of all kinds; those of clients for signed-in callers alone.",
    access: anyone,
    query: ThumbnailQuery,
    run: (ctx, { query }) => listThumbnails(ctx, query),
  }),
  ...entities.map(({ name, publicRead }) =>
    route({
      ...thumbnails,
      path: `/api/v1/thumbnails/${PLURALS[name]}/`,
      name: `Thumbnails ${PLURALS[name]}`,
      summary: "The newest pictures of one kind.",
      access: publicRead ? anyone : signedIn,
      query: OneTypeQuery,
      run: (ctx, { query }) => listThumbnails(ctx, { ...query, entity_type: [name] }),
    }),
  ),
];

/** An <img> sends no token: what is not everybody's carries its permission in its address. */
const mediaRoute = route({
  path: "/media/:folder/:id/:hash/:file",
  name: "Media",
  tag,
  method: "GET",
  summary: "A picture's bytes, whole or in part; a rendition that is not ready yet is made.",
  access: signIn,
  isUncounted: true,
  answer: { status: 200, type: "image/jpeg", aliases: ["image/png", "image/webp"] },
  refusals: {
    206: "A part of the bytes.",
    403: "A client's picture without a signature that holds.",
    416: "The range begins behind the end.",
  },
  run: (ctx, { params, url, request }) => serveMedia(ctx, params, url, request),
});

export const imageRoutes: Route[] = [
  ...entities.flatMap((entity) => [...listRoutes(entity), ...oneRoutes(entity)]),
  ...thumbnailRoutes,
  mediaRoute,
];

/** Where submissions lie, and how their report gets to Telegram: one file, because each costs a second to start. */
import "./posts.scenarios.ts";
import "./regions.scenarios.ts";

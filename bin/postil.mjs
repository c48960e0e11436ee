#!/usr/bin/env node
// The `postil` command: builds what it needs, says so on stderr, and hands over to the built command line.
import { buildIfNeeded } from '../scripts/build-if-needed.mjs';

if (await buildIfNeeded()) await import('../out/main/cli.js');
else process.exitCode = 1;

/**
 * The command line: one class a command, and what starts the pieces in order. The only module that
 * knows both the pool and the sandbox.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli;

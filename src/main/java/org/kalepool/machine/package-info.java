/**
 * A pooler's machine: hashes for the farmers that a backend plants for it, and keeps no database.
 * It follows the blocks at a node of its own, speaks the poolers' protocol with the backend, and
 * remembers what a restart needs in a journal file.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.machine;

/**
 * The command line: what starts the pieces in order, and the list of all commands. What only tries
 * the farm out is in the lab; here the embedded network is chosen where no other is set.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli;

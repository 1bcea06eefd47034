/** Tests of the network module: against recordings of a real node, and against scripted ones. */
@org.jspecify.annotations.NullMarked
package org.kalepool.stellar;

/** A pooler's machine against the sandbox network and a backend that speaks the protocol. */
@org.jspecify.annotations.NullMarked
package org.kalepool.machine;

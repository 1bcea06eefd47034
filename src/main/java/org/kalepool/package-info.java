/** The pool's executable: one class a command, and what starts the pieces in order. */
@org.jspecify.annotations.NullMarked
package org.kalepool;

/**
 * What goes wrong on request, and what a caller sees of it who gets no answer. Open to whoever
 * makes it go wrong.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.fault;

/**
 * The pool from outside, over HTTP and nothing else: one suite with the same assertions for the
 * application in the JVM ({@code ./pool test}) and for the native binary ({@code -Dnative}).
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.blackbox;

/**
 * Alternatives for the facades of neighbouring modules, enabled by a test profile ({@link
 * org.kalepool.testing.fakes.Fakes}). The transactions and farmers are in the real database, so
 * that its constraints and triggers hold in tests too.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.testing.fakes;

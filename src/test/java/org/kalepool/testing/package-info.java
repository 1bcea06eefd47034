/**
 * What tests share: a real PostgreSQL, the pool stepped by hand, and alternatives for the network
 * and the facades of neighbouring modules, which profiles enable ({@link
 * org.kalepool.testing.StagesProfile}, {@link org.kalepool.testing.Fakes}). Transactions and
 * farmers are in the real database, so that its constraints and triggers hold in tests too.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.testing;

/**
 * What is told outside of the pool, to operators and to farmers: an outbox whose notices are stored
 * with the facts that they tell of and then delivered, by webhook or e-mail, until somebody takes
 * them or a day is over; and what farmers choose to be told, with their private feed.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.notice;

/**
 * What is seen of the pool from outside: health, metrics, alerts and audit for operators; blocks,
 * figures and the stream of events for everybody.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.ops;

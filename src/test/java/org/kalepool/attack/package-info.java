/**
 * Attacks on the packaged pool, from outside and on loopback only, each bounded in count and time.
 * {@link org.kalepool.attack.AttackSuite} says how one is added.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.attack;

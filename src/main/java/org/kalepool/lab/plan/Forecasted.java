package org.kalepool.lab.plan;

/**
 * What the pool's pails of a block were expected to bring, and did; KALE.
 *
 * @param average what they bring on average, as often as the block's luck is drawn; 0 without
 *     redraws
 */
record Forecasted(double expected, double came, double average) {}

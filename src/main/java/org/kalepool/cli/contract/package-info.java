/**
 * {@code pool contract}: brings the pool's contracts to a network, and compares those that are
 * there with the committed ones.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli.contract;

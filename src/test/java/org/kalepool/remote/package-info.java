/** Tests of the poolers' protocol that need no pool. */
@org.jspecify.annotations.NullMarked
package org.kalepool.remote;

/** Poolers: who they are, what they can carry, how well they did, and their API keys. */
@org.jspecify.annotations.NullMarked
package org.kalepool.pooler;

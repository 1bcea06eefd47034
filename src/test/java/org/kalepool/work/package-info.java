/** From a planted block to submitted works, on hashing that a test steps. */
@org.jspecify.annotations.NullMarked
package org.kalepool.work;

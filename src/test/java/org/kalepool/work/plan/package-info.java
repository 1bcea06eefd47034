/** Submission plans, example by example and as properties of random blocks. */
@org.jspecify.annotations.NullMarked
package org.kalepool.work.plan;

/** The simulator of submission plans. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.plan;

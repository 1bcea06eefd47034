/** The plant coordinator: plants every active farmer in every block, in parallel. */
@org.jspecify.annotations.NullMarked
package org.kalepool.plant;

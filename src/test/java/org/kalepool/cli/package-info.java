/** The whole pool on one thread over a stepped sandbox, its launcher and its deployment. */
@org.jspecify.annotations.NullMarked
package org.kalepool.cli;

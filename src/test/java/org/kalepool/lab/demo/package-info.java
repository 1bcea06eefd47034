/** Runs of the packaged simulation, and the faults that its database has. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.demo;

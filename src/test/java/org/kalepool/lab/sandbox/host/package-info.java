/** Tests of the sandbox's Soroban host. */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.host;

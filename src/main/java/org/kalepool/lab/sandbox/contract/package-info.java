/**
 * Contract calls: whom they are allowed by, what they touch, what KALE's contract and its asset's
 * do with it, and the engine's errors where they may not.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.contract;

/**
 * Contract calls: the way to the host for all of them, KALE's contract and those of assets in Java
 * for the host to call, and the short way for calls that farmers make all day, with whom they are
 * allowed by, what they touch, and the engine's errors where they may not.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.lab.sandbox.contract;

/**
 * What people see of the pool in a browser: pages for everybody, for a farmer and for operators.
 * They are made here, on the server, and ask the modules what the API's resources ask them, or
 * those resources themselves: who may see and do what is decided there and nowhere else. Nothing is
 * stored here.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.pages;

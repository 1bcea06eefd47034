/**
 * What goes wrong and takes an operator: rules with thresholds that are looked at regularly, and
 * incidents, each opened, told and ended once.
 */
@org.jspecify.annotations.NullMarked
package org.kalepool.alert;

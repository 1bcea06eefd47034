/**
 * What the modules' repositories share: how value types are stored, what a failure of the database
 * means, and whether it can be used.
 */
@JavaTypeRegistration(javaType = Kale.class, descriptorClass = ValueTypes.OfKale.class)
@JavaTypeRegistration(javaType = Xlm.class, descriptorClass = ValueTypes.OfXlm.class)
@JavaTypeRegistration(javaType = Address.class, descriptorClass = ValueTypes.OfAddress.class)
@JavaTypeRegistration(javaType = Hash.class, descriptorClass = ValueTypes.OfHash.class)
@NullMarked
package org.kalepool.db;

import org.hibernate.annotations.JavaTypeRegistration;
import org.jspecify.annotations.NullMarked;
import org.kalepool.kale.Address;
import org.kalepool.kale.Hash;
import org.kalepool.kale.Kale;
import org.kalepool.kale.Xlm;

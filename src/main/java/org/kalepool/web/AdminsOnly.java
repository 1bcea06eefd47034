package org.kalepool.web;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.interceptor.InterceptorBinding;
import jakarta.ws.rs.NameBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Of operators only those of the role {@link OperatorRole#ADMIN} may call it, by a route or from a
 * page. It says nothing of farmers and poolers.
 */
@NameBinding
@InterceptorBinding
@Target({METHOD, TYPE})
@Retention(RUNTIME)
public @interface AdminsOnly {}

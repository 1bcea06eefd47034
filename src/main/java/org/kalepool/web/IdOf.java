package org.kalepool.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Of what an id in a path is, where it is not a farmer's. */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface IdOf {
  /** What to answer where the text can be no id. */
  ProblemKind missing();
}

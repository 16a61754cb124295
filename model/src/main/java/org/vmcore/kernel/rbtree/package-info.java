/** Red-black trees, {@code include/linux/rbtree.h}: {@link org.vmcore.kernel.rbtree.RbTree}. */
package org.vmcore.kernel.rbtree;

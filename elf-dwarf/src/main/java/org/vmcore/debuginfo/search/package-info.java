/**
 * Where debug information files lie: below which folders, under which names, and how a file says
 * which other one belongs to it. Start with {@link org.vmcore.debuginfo.search.DebugFolders}.
 * Nothing here asks a server.
 */
package org.vmcore.debuginfo.search;

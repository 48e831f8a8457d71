"""The project file: one GeoPackage that holds the plan, its scheme and the journal of every edit.

Other modules use :class:`gridmap.project.Project` and :mod:`gridmap.project.drafts`, not this package. Nothing is
imported here: a file is looked at while what reads it is still being imported (:mod:`gridmap.storage.early_look`).
"""

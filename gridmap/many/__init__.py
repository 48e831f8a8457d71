"""Many projects at once: checked or mended file by file on all cores, and what crosses files found as well.

    sources = sources_of(["A.gpkg", "towns/"])
    for done in check_files(sources, Request(tell=told), keep=Kept(folder)): ...
    crossings(...)

A file is a piece of work of its own, done by a process of its own (:mod:`gridmap.many.running`) or by the workers of a
cluster (:mod:`gridmap.many.cluster`). What was found is kept by the content of the file, so that a second run takes
only what is missing (:mod:`gridmap.many.kept`). Last come codes, people and borders that concern two files
(:mod:`gridmap.many.across`). Nothing here knows a sentence: whoever asks hands in a function that puts findings into
words, which is called where the plan is.
"""

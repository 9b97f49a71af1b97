"""Full text in Chinese on both engines: what either index is given (`grams`) and how it is made and asked (`index`)."""

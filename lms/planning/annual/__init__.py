"""The annual plan (年度培训计划): its versions, their approval, and who has been told of it."""
